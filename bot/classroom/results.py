"""From raw answers to results: what each person scored, what was missed most, how items did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from bot.classroom.flow import Kind, Quiz
from bot.classroom.played import PlayedItem
from bot.classroom.scoring import points
from bot.classroom.statistics import Given, ItemStatistics, of_items


@dataclass(frozen=True, slots=True)
class RawAnswer:
    """An answer as it is on file. `option` counts in the item's own order."""

    person_id: int
    number: int
    variant: int
    option: int
    is_right: bool
    seconds: float
    language: str
    answered_at: datetime
    changes: int = 0


@dataclass(frozen=True, slots=True)
class Score:
    """What one person reached. `points` differ from `right` only where speed counts."""

    person_id: int
    right: int
    answered: int
    points: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Missed:
    """A question that was missed.

    `lure` is the wrong option that misled most, None where all left it open; `lured` how many it misled. Where people
    had different variants, that is how many made the same mistake with whatever numbers.
    """

    number: int
    item: PlayedItem
    wrong: int
    asked: int
    lure: int | None
    lured: int


@dataclass(frozen=True, slots=True)
class Mistake:
    """A misconception by its id and name, and how many answers showed it."""

    id: str
    name: str
    answers: int


@dataclass(frozen=True)
class Results:
    """Everything on a quiz. `shown` says for each person which questions they were shown, None where nobody knows."""

    quiz: Quiz
    items: Mapping[tuple[int, int], PlayedItem]
    answers: Sequence[RawAnswer]
    asked: Sequence[int]
    """The numbers of the questions that were asked: fewer than there are where it was stopped."""
    shown: Mapping[int, frozenset[int]] | None = None

    @cached_property
    def people(self) -> tuple[int, ...]:
        """Everybody who took part: who answered and, where that is known, who was shown a question."""
        known = {answer.person_id for answer in self.answers} | set(self.shown or ())
        return tuple(sorted(known))

    @cached_property
    def scores(self) -> dict[int, Score]:
        """What each person reached."""
        return {person: self._score(person, self._by_person.get(person, [])) for person in self.people}

    @cached_property
    def _by_person(self) -> dict[int, list[RawAnswer]]:
        by_person: dict[int, list[RawAnswer]] = {}
        for answer in self.answers:
            by_person.setdefault(answer.person_id, []).append(answer)
        return by_person

    @property
    def mean_right(self) -> float:
        """Right answers of each person, on average."""
        scores = self.scores.values()
        return sum(score.right for score in scores) / len(scores) if scores else 0.0

    def worth(self, answer: RawAnswer) -> float:
        """The points of an answer."""
        counts = self.quiz.speed_counts and self.quiz.kind is not Kind.TEST
        return points(is_right=answer.is_right, seconds=answer.seconds, allowed=self.quiz.seconds, speed_counts=counts)

    def item(self, number: int, variant: int = 0) -> PlayedItem:
        """A question as it was asked."""
        return self.items.get((number, variant)) or self.items[number, 0]

    def has_variants(self, number: int) -> bool:
        """Whether people were asked it with different numbers, so that their options cannot be compared."""
        return (number, 1) in self.items

    def mistakes(self, language: str, number: int | None = None, person_id: int | None = None) -> tuple[Mistake, ...]:
        """The misconceptions that answers showed, the most frequent first: to one question, of one person, or all."""
        counts: Counter[str] = Counter()
        names = {}
        for answer in self.answers if person_id is None else self._by_person.get(person_id, []):
            if answer.is_right or number not in (None, answer.number):
                continue
            item = self.item(answer.number, answer.variant)
            if (misconception := item.misconception(answer.option)) is not None:
                counts[misconception] += 1
                names[misconception] = item.wording(language).mistake(answer.option)
        ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
        return tuple(Mistake(found, names[found], count) for found, count in ranked)

    @cached_property
    def missed(self) -> list[Missed]:
        """The questions that were missed, the most missed first; the harder to guess before where equal."""
        found = []
        for number in self.asked:
            given = [answer for answer in self.answers if answer.number == number]
            asked = self._asked_of(number, given)
            wrong = asked - sum(answer.is_right for answer in given)
            if not wrong or not asked:
                continue
            variant, lure, lured = self._lure([answer for answer in given if not answer.is_right])
            found.append(Missed(number, self.item(number, variant), wrong, asked, lure, lured))
        return sorted(found, key=lambda missed: (-missed.wrong / missed.asked, missed.number))

    @cached_property
    def statistics(self) -> list[ItemStatistics]:
        """How each question did. Of those left open only the ones that were surely shown count."""
        given = [Given(answer.person_id, str(answer.number), answer.option, answer.is_right) for answer in self.answers]
        answered = {(answer.person_id, answer.number) for answer in self.answers}
        for person, numbers in (self.shown or {}).items():
            given += [Given(person, str(n), None, False) for n in numbers if (person, n) not in answered]
        options = {str(number): 0 if self.has_variants(number) else self.item(number).options for number in self.asked}
        keys = {str(number): self.item(number).key for number in self.asked}
        return of_items([one for one in given if one.item in options], options, keys)

    def _score(self, person: int, answers: list[RawAnswer]) -> Score:
        return Score(
            person_id=person,
            right=sum(answer.is_right for answer in answers),
            answered=len(answers),
            points=round(sum(map(self.worth, answers)), 4),
            seconds=round(sum(answer.seconds for answer in answers), 3),
        )

    def _lure(self, wrong: Sequence[RawAnswer]) -> tuple[int, int | None, int]:
        """What misled most: a variant, the option there, and how many made this mistake."""
        if not wrong:
            return 0, None, 0

        def mistake(answer: RawAnswer) -> object:
            return self.item(answer.number, answer.variant).misconception(answer.option) or (
                answer.variant,
                answer.option,
            )

        ((most, lured),) = Counter(map(mistake, wrong)).most_common(1)
        shown = Counter((answer.variant, answer.option) for answer in wrong if mistake(answer) == most)
        variant, option = shown.most_common(1)[0][0]
        return variant, option, lured

    def _asked_of(self, number: int, given: list[RawAnswer]) -> int:
        """How many were asked a question."""
        if self.shown is None:
            return len(given)
        shown = {person for person, numbers in self.shown.items() if number in numbers}
        return len(shown | {answer.person_id for answer in given})
