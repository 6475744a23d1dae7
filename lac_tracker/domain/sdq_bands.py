"""Bands of questionnaire scores: two systems that are never mixed, and the thresholds of the yearly return."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from lac_tracker.domain.sdq import VERSIONS, Informant

System = Literal["band3", "band4"]
Confidence = Literal["V", "K"]  # V: read in a source; K: known from practice, not read in one

SYSTEM_WORDS: Mapping[System, str] = {"band3": "3-band", "band4": "4-band"}
NOT_VERIFIED = "Bands not verified"
NO_BANDS = "No bands"  # of a form that none were published for
_INFORMANTS: Mapping[Informant, str] = {"carer": "carer", "teacher": "teacher", "self": "self-report"}


@dataclass(frozen=True)
class Band:
    """A stretch of scores, both ends among them. words: as shown, 'slightly raised'."""

    key: str
    words: str
    low: int
    high: int
    confidence: Confidence

    @property
    def span(self) -> str:
        return f"{self.low}" if self.low == self.high else f"{self.low}-{self.high}"


@dataclass(frozen=True)
class BandTable:
    """The bands of one measure on one form in one system, from the lowest score to the highest.

    system: band3, band4 or 'return' (the thresholds of the yearly return). edition: of the data it stands in.
    """

    version: str  # a key of domain.sdq.VERSIONS
    system: System | Literal["return"]
    measure: str
    bands: tuple[Band, ...]
    source: str
    checked_on: date
    edition: str

    @property
    def is_verified(self) -> bool:
        """Whether every one of its bands was read in a source."""
        return all(band.confidence == "V" for band in self.bands)

    @property
    def caution(self) -> str:
        """What is to stand wherever it is shown: '' where every band is verified."""
        return "" if self.is_verified else NOT_VERIFIED

    def band(self, score: int) -> Band | None:
        """Return the band of a score; None outside the table."""
        return next((band for band in self.bands if band.low <= score <= band.high), None)


Tables = Mapping[tuple[str, str, str], BandTable]  # (version, system, measure) → table


@dataclass(frozen=True)
class Drawn:
    """Which bands may be drawn. system: None for none. words: why not those that were asked for, '' else."""

    system: System | None
    words: str = ""


def shared_system(versions: Iterable[str], wanted: System | None, tables: Tables) -> Drawn:
    """Return which system may be drawn behind questionnaires on these forms.

    versions: keys of the forms shown together. wanted: None for no bands. Every form has bands of its own, so that
    only questionnaires on one form have bands in common; the two systems are never mixed.
    """
    shown = sorted(set(versions), key=list(VERSIONS).index)
    if wanted is None or not shown:
        return Drawn(None)
    if len(shown) > 1:
        return Drawn(
            None, f"Bands are off: {_listed(shown)} have different bands. Show one of them to see its bands"
        )
    (version,) = shown
    if (version, wanted, "total") in tables:
        return Drawn(wanted)
    others = [SYSTEM_WORDS[one] for one in SYSTEM_WORDS if (version, one, "total") in tables]
    name = VERSIONS[version].words
    if others:
        return Drawn(None, f"Bands are off: the form '{name}' has {others[0]} bands only")
    return Drawn(None, f"Bands are off: there are none for the form '{name}'")


def no_bands_words(version: str, system: System, tables: Tables) -> str:
    """Return why a score on this form has no band in this system; '' where it has."""
    return shared_system((version,), system, tables).words


def _listed(versions: list[str]) -> str:
    informants = [VERSIONS[version].informant for version in versions]
    if len(set(informants)) == len(informants):
        names = [_INFORMANTS[one] for one in informants]
    else:  # two ages of one informant
        names = [f"'{VERSIONS[version].words}'" for version in versions]
    return " and ".join([", ".join(names[:-1]), names[-1]])
