"""What the desktop says: the computer is about to sleep, or its screen is locked. Told on Linux over D-Bus.

Elsewhere, and where there is no bus, the clocks alone tell that the computer slept (`ui.idle_lock`).
"""

import os
import sys
from pathlib import Path

from PySide6.QtCore import SLOT, QObject, Signal, Slot

_SYSTEM_BUS = Path("/run/dbus/system_bus_socket")
_SLEEP = (
    "org.freedesktop.login1",
    "/org/freedesktop/login1",
    "org.freedesktop.login1.Manager",
    "PrepareForSleep",
)
_SCREENS = (
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged"),
    ("org.freedesktop.ScreenSaver", "/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged"),
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged"),
)  # fmt: skip


class SystemLock(QObject):
    """Signals:
    due: lock now.
    """

    due = Signal()

    def listen(self) -> bool:
        """Begin to listen; return whether anything was found to listen to. It never starts a bus of its own."""
        if not sys.platform.startswith("linux"):
            return False
        has_session, has_system = bool(os.environ.get("DBUS_SESSION_BUS_ADDRESS")), _SYSTEM_BUS.exists()
        if not has_session and not has_system:
            return False
        try:
            from PySide6.QtDBus import QDBusConnection  # only where there is a bus
        except ImportError:
            return False
        slot, heard = SLOT("told(bool)").encode(), False
        if has_system:
            heard = QDBusConnection.systemBus().connect(*_SLEEP, self, slot)
        if has_session:
            bus = QDBusConnection.sessionBus()
            heard = any([bus.connect(*one, self, slot) for one in _SCREENS]) or heard
        return heard

    @Slot(bool)
    def told(self, begins: bool) -> None:
        """Lock when the sleep or the lock of the screen begins; its end asks for nothing."""
        if begins:
            self.due.emit()
