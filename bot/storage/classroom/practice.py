"""Practice: questions asked and answered once each, and the cards that remember them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from bot.classroom.played import PlayedItem, restored
from bot.classroom.practice import Card, day_of, reviewed
from bot.storage.classroom.tables import practice_cards, practice_questions
from bot.storage.prepared import Prepared, upsert
from bot.storage.times import now

_NAMES = tuple(field.name for field in fields(Card))
_table = practice_questions.c
_time = _table.asked_at.type
_keeping = upsert(practice_cards, ("person_id", *_NAMES), _NAMES[1:])
_cards = Prepared(
    select(*(practice_cards.c[name] for name in _NAMES)).where(practice_cards.c.person_id == bindparam("person"))
)
_card = Prepared(
    select(*(practice_cards.c[name] for name in _NAMES)).where(
        (practice_cards.c.person_id == bindparam("person")) & (practice_cards.c.item_id == bindparam("item"))
    )
)
_getting = Prepared(
    select(_table.id, _table.content, _table.ordering, _table.option).where(
        (_table.id == bindparam("wanted")) & (_table.person_id == bindparam("person"))
    )
)
_answering = Prepared(
    update(practice_questions)
    .where((_table.id == bindparam("wanted")) & _table.option.is_(None))
    .values(option=bindparam("chosen"), is_right=bindparam("right"), answered_at=bindparam("at", type_=_time))
)
_days = Prepared(
    select(_table.answered_at).where((_table.person_id == bindparam("person")) & _table.answered_at.is_not(None))
)
_last = Prepared(
    select(_table.item_id).where(_table.person_id == bindparam("person")).order_by(_table.id.desc()).limit(1)
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of practice as it was asked. `option` is the answer, in the item's own order, once there is one."""

    id: int
    item: PlayedItem
    ordering: tuple[int, ...]
    option: int | None = None

    @property
    def is_right(self) -> bool:
        """Whether it was answered rightly."""
        return self.option == self.item.key


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that is on file, with the card as it is then. `is_new` False: it was answered before."""

    asked: Asked
    card: Card | None
    is_new: bool


def ask(
    connection: Connection, person_id: int, item: PlayedItem, ordering: Sequence[int], at: datetime | None = None
) -> Asked:
    """Put a question on file that is about to be asked."""
    values = {
        "person_id": person_id,
        "item_id": item.item_id,
        "content": item.kept(),
        "ordering": list(ordering),
        "asked_at": at or now(),
    }
    number: int = connection.execute(insert(practice_questions).values(values).returning(_table.id)).scalar_one()
    return Asked(number, item, tuple(ordering))


def answer(
    connection: Connection, question_id: int, person_id: int, place: int, at: datetime | None = None
) -> Answered | None:
    """Answer a question by the place at which the option stood; what was answered first stands.

    None where it is no question of this person's, or has no such option.
    """
    at = at or now()
    asked = get(connection, question_id, person_id)
    if asked is None or not 0 <= place < len(asked.ordering):
        return None
    card = _card_of(connection, person_id, asked.item.item_id)
    option = asked.ordering[place]
    is_right = option == asked.item.key
    if asked.option is not None or not _answering.count(
        connection, wanted=question_id, chosen=option, right=is_right, at=at
    ):
        return Answered(get(connection, question_id, person_id) or asked, card, is_new=False)
    card = reviewed(card, asked.item.item_id, asked.item.topic, is_right=is_right, at=at)
    _keeping.count(connection, person_id=person_id, **{name: getattr(card, name) for name in _NAMES})
    return Answered(Asked(asked.id, asked.item, asked.ordering, option), card, is_new=True)


def get(connection: Connection, question_id: int, person_id: int) -> Asked | None:
    """A question of this person's."""
    row = _getting.first(connection, wanted=question_id, person=person_id)
    return None if row is None else Asked(row[0], restored(row[1]), tuple(row[2]), row[3])


def cards(connection: Connection, person_id: int) -> list[Card]:
    """Everything that a person has practised."""
    return [Card(*row) for row in _cards.all(connection, person=person_id)]


def days(connection: Connection, person_id: int) -> set[date]:
    """The days on which a person answered something."""
    return {day_of(row[0]) for row in _days.all(connection, person=person_id)}


def last_item(connection: Connection, person_id: int) -> str | None:
    """The item that was asked last."""
    row = _last.first(connection, person=person_id)
    return None if row is None else row[0]


def _card_of(connection: Connection, person_id: int, item_id: str) -> Card | None:
    row = _card.first(connection, person=person_id, item=item_id)
    return None if row is None else Card(*row)
