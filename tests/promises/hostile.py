"""Names and texts as people, spreadsheets and attackers write them. None of them may break or change anything else."""

NAMES = (
    "محمد", "שרה", "Nguyễn Thị Ánh", "Łukasz", "Straße", "İsmail", "Işık", "ISTANBUL", "ﬁnn", "Ａｍａｒａ", "Ό,τι",
    "\u202eevil", "ab\u202dcd", "\u2066x\u2069", "\u200fabc\u200e", "\u061cabc", "a\u200bb", "a\u200db", "\ufeffAnn", "a\u00adb",
    "e" + "\u0301" * 50, "Zoe\u0308", "Zalg" + "\u0336\u0337\u0338" * 20 + "o", "👩‍👩‍👧‍👦", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👍🏽", "é", "e\u0301",
    "a\x00b", "a\x07b", "a\x1b[31mred", "a\x7fb", "a\x85b", "a\nb", "a\r\nb", "a\tb", "\ud800", "a\udfffb", "\U0010ffff",
    "<b>Bob</b>", "<img src='file:///etc/passwd'>", "<para>", "</para>", "<a href='http://x'>x</a>", "&amp;", "&", "&#x0;", "<!--",
    "{name}", "{0}", "{}", "%s", "%(name)s", "%n", "$HOME", "`id`", "$(id)", "\\", "\\n",
    "=cmd|' /C calc'!A0", "=1+1", "+1", "-1", "@SUM(A1)", "'=1+1", "\t=1", "|calc",
    "../../etc/passwd", "..\\..\\x", "/etc/passwd", "CON", "NUL.txt", "C:\\x", "a/b", "a\\b", ".", "-rf",
    "'; DROP TABLE children; --", "\" OR 1=1 --", "Robert'); DELETE FROM audit;--", "%", "_", "%%%", "O'Brien", "O’Brien", "N/A", "null", "None", "true",
    "x" * 200, "W" * 200, "\u3000", "\u00a0\u00a0", "ＮＵＬＬ", "𝒜𝓂𝒶𝓇𝒶", "ꙮ", "ﷺ", "字" * 200,
)  # fmt: skip
TOO_LONG = ("x" * 255, "x" * 10_000, "x" * 1_048_576, "é" * 500_000, "👍" * 300_000)
