"""Files as they come from elsewhere: good, bad and hostile, made here and harmless."""

import io
import struct
import zlib

import pikepdf
from PIL import Image


def pdf(pages=1, size=(595, 842), *, rotate=0):
    """Return a PDF of empty pages."""
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page(page_size=size)
        if rotate:
            made.pages[-1].Rotate = rotate
    return saved(made)


def saved(made, **how):
    held = io.BytesIO()
    made.save(held, deterministic_id="encryption" not in how, **how)  # the same bytes every time
    return held.getvalue()


def action(kind, **more):
    return pikepdf.Dictionary(S=pikepdf.Name(kind), **more)


def with_script_on_opening():
    made = pikepdf.open(io.BytesIO(pdf()))
    made.Root.OpenAction = action("/JavaScript", JS=pikepdf.String("app.alert('canary script')"))
    return saved(made)


def with_launching_link():
    made = pikepdf.open(io.BytesIO(pdf()))
    launch = action("/Launch", F=pikepdf.String("canary.exe"))
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=launch)
    made.pages[0].Annots = pikepdf.Array([made.make_indirect(link)])
    return saved(made)


def with_hidden_script():
    """Return a PDF whose script stands behind a harmless action, within an array, within a field."""
    made = pikepdf.open(io.BytesIO(pdf()))
    script = made.make_indirect(action("/JavaScript", JS=pikepdf.String("canary script")))
    harmless = action("/URI", URI=pikepdf.String("https://example.invalid"), Next=pikepdf.Array([script]))
    field = pikepdf.Dictionary(FT=pikepdf.Name.Tx, T="a", A=harmless)
    made.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]), XFA=pikepdf.String("canary form"))
    return saved(made)


def with_attached_file():
    made = pikepdf.open(io.BytesIO(pdf()))
    made.attachments["canary.exe"] = pikepdf.AttachedFileSpec(made, b"MZ canary program")
    return saved(made)


def locked(password="owls"):
    made = pikepdf.open(io.BytesIO(pdf()))
    return saved(made, encryption=pikepdf.Encryption(owner=password, user=password))


def only_closed_to_changes():
    """Return a PDF that anybody can read, and that asks not to be printed."""
    made = pikepdf.open(io.BytesIO(pdf()))
    return saved(made, encryption=pikepdf.Encryption(owner="owls", user="", allow=pikepdf.Permissions()))


def with_huge_picture():
    made = pikepdf.open(io.BytesIO(pdf()))
    picture = pikepdf.Stream(made, b"\x00")
    picture.stream_dict = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=90_000, Height=90_000, BitsPerComponent=1,
        ColorSpace=pikepdf.Name.DeviceGray,
    )  # fmt: skip
    made.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=picture))
    return saved(made)


def swelling(size=80 * 1024 * 1024, kind=b"/ObjStm /N 1 /First 4"):
    """Return a PDF of which one part is small packed and fills the memory unpacked."""
    packed = zlib.compress(b"\x00" * size, 9)
    about = b"<< /Type %s /Filter /FlateDecode /Length %d >>" % (kind, len(packed))
    return b"%PDF-1.7\n1 0 obj\n" + about + b"\nstream\n" + packed + b"\nendstream\nendobj\n%%EOF\n"


def picture(kind="PNG", size=(60, 90), pages=1, mode="1"):
    held = io.BytesIO()
    first, *more = (Image.new(mode, size, 1) for _ in range(pages))
    first.save(held, kind, **({"save_all": True, "append_images": more} if more else {}))
    return held.getvalue()


def huge_picture():
    """Return a small PNG that says it has 90,000 by 90,000 dots."""
    head = struct.pack(">IIBBBBB", 90_000, 90_000, 1, 0, 0, 0, 0)

    def part(kind, content):
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    return (
        b"\x89PNG\r\n\x1a\n"
        + part(b"IHDR", head)
        + part(b"IDAT", zlib.compress(b"\x00"))
        + part(b"IEND", b"")
    )
