"""How the key of a recovery sheet is printed, and how it is read however somebody types it."""

import base64
import hashlib

from lac_tracker.domain.errors import CaseloadRefused


def printable(secret: bytes) -> str:
    """Return 32 bytes in groups of four letters and figures; the last group checks the others."""
    letters = base64.b32encode(secret).decode().rstrip("=") + _check_letters(secret)
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def secret_of(typed: str) -> bytes:
    """Return the 32 bytes of a key as typed; spaces, hyphens, case, and 0 for O or 1 for I do not matter.

    Raises CaseloadRefused when it is mistyped.
    """
    letters = "".join(typed.upper().replace("0", "O").replace("1", "I").replace("-", " ").split())
    try:
        secret = base64.b32decode(letters[:-4] + "=" * (-(len(letters) - 4) % 8))
    except ValueError:
        secret = b""
    if len(secret) != 32 or letters[-4:] != _check_letters(secret):
        raise CaseloadRefused(
            "That recovery key is mistyped: it has 14 groups of 4 letters and figures. Check each group"
        )
    return secret


def _check_letters(secret: bytes) -> str:
    return base64.b32encode(hashlib.sha256(secret).digest()).decode()[:4]
