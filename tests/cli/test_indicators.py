"""`indicators`: words for people, data for programs, and periods that cannot be."""

YEAR = ("--from", "2025-03-05", "--to", "2026-03-04", "--today", "2026-03-04")


def test_indicators_in_words_and_as_data(team, run):
    said = run("indicators", *YEAR)
    assert said.code == 0
    assert said.text.splitlines()[0].split("  ")[0] == "Indicator"
    assert "IHA within 28 days" in said.text
    found = run("indicators", *YEAR, "--json").json
    assert {"iha_28_days", "rha_in_time", "overdue_now", "qa", "uasc_trained"} <= {one["id"] for one in found}
    for one in found:
        assert {"id", "title", "numerator", "denominator", "value", "excluded"} <= one.keys()
        assert (one["value"] is None) or one["denominator"]
        assert all({"reason", "count"} <= left.keys() for left in one["excluded"])
    assert "Baptiste" not in said.text
    (dental,) = run("indicators", *YEAR, "--json", "--only", "dental").json
    assert dental["id"] == "dental"
    assert dental["note"] == "As at 04-Mar-2026."


def test_a_period_that_cannot_be_is_refused(team, run):
    for words, why in (
        (("--from", "2026-03-04", "--to", "2025-03-05"), "before it begins"),
        (("--from", "4/3/2026", "--to", "2026-03-05"), "--from must be a real date"),
        (("--from", "2025-02-30", "--to", "2026-03-05"), "--from must be a real date"),
        (("--from", "2025-03-05"), "--to"),
        ((*YEAR, "--only", "luck"), "There is no indicator 'luck'"),
    ):
        ran = run("indicators", *words)
        assert (ran.code, ran.output) == (2, b"")
        assert why in ran.words
    before = run(
        "indicators", "--from", "2001-01-01", "--to", "2001-12-31", "--json", "--only", "iha_28_days"
    ).json
    assert (before[0]["value"], before[0]["denominator"]) == (None, 0)
