"""Quantities mended by what the words around them say."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import replace

from bot.reading.cues import group_names
from bot.reading.message import Message
from bot.reading.spans import Span, SpanKind
from knowledge.names import NameKind

_NO_COUNT = frozenset(
    {SpanKind.COMPUTE, SpanKind.ACCELERATORS, SpanKind.PARAMETERS, SpanKind.TOKENS, SpanKind.ACCELERATOR_HOURS}
)
_NOUNS = {"request": SpanKind.REQUESTS, "tokens": SpanKind.TOKENS}
_ONE_REQUEST = Span(0, 1, SpanKind.REQUESTS, 1.0, 1.0)
_LEAST_PRICE = 100.0
"""Dollars from which a bare number "at ... each" is a price: fewer are accelerators."""
_DEAREST_KWH = 2.0
_LEAST_DATA = 15.0
"""Tokens for each parameter from which a number behind a slash is data and no second size: about 20 are usual."""
_LEAST_SPENT = 1000.0
"""Dollars from which a bare number that is asked to be enough is a sum: "is 20k enough for ...?"."""
_LEAST_SUM = 1e5
"""Dollars from which a bare number right behind "cost" is a sum."""
_EQUALS = frozenset({":", "=", "~"})
_HOURS_OF = {"hour": 1.0, "day": 24.0, "accelerator-hour": 1.0, "accelerator-day": 24.0}
_OF_HOURS = (SpanKind.DURATION, SpanKind.ACCELERATOR_HOURS)
_COUNTABLE = frozenset({SpanKind.NUMBER, SpanKind.ARTICLE, SpanKind.MACHINES, SpanKind.ACCELERATORS})
_PRICED = group_names("cost price pay how_much buy purchase rent rental electricity bill energy power carbon consume")
"""Groups of words that ask what a server takes, so that it counts as the accelerators in it."""
_SPEAKING = frozenset({"polite", "define", "help", "quiz", "greeting", "thanks", "out_of_scope"})


def mend_quantities(message: Message, articles: Set[str], servers: Mapping[str, float]) -> None:
    """Put the quantities of a message right, and index them anew. `servers` are the accelerators that those hold."""
    _without_markup(message)
    _without_articles(message, articles)
    message.index_cues()
    _without_phrases(message)
    _across_names(message)
    _in_servers(message, servers)
    _asked_things(message, articles)
    _by_the_hour_of_a_name(message)
    _sizes_over_data(message)
    _groups_of_people(message)
    _short_prices(message)
    message.index_spans()


def _without_markup(message: Message) -> None:
    """Numbers in braces belong to a template and not to a question: "{{7*7}} H100"."""
    opened = [index for index, word in enumerate(message.words) if word == "{"]
    if not opened:
        return
    closed = max((index for index, word in enumerate(message.words) if word == "}"), default=len(message.words))
    inside = [span for span in message.spans if opened[0] < span.end and span.start < closed]
    if inside:
        message.spans = [span for span in message.spans if span not in inside]
        message.foreign = True


def _without_articles(message: Message, articles: Set[str]) -> None:
    """An article before a noun is no number of it: "is a parameter the same as a token?"."""
    for index, span in enumerate(message.spans):
        if span.kind in _NO_COUNT and span.value == 1 and message.words[span.start] in articles:
            article = replace(span, end=span.start + 1, kind=SpanKind.ARTICLE, quantity=None, unit="")
            message.spans[index] = article


def _without_phrases(message: Message) -> None:
    """What is part of a phrase means nothing else: "explain it as if I were five years old", "Dios le pague"."""
    counted = {index for cue in message.group("how_many") for index in range(cue.start, cue.end)}
    if counted:  # "cuántos millones de tokens" gives no amount
        message.spans = [span for span in message.spans if span.reason != "vague" or span.start not in counted]
    phrases = [cue for cue in message.cues if cue.end - cue.start > 1 and not _SPEAKING.isdisjoint(cue.groups)]
    if not phrases:
        return
    inside = {index: cue for cue in phrases for index in range(cue.start, cue.end)}
    message.cues = [
        cue for cue in message.cues if cue in phrases or cue.start not in inside or cue.end - 1 not in inside
    ]
    message.index_cues()
    kept = []
    for span in message.spans:
        phrase = inside.get(span.start)
        if phrase is None:
            kept.append(span)
        elif span.end > phrase.end:  # "one question: 500 ...": the noun belongs to the phrase, the number does not
            kept.append(replace(span, start=phrase.end, kind=SpanKind.NUMBER, unit=""))
    message.spans = kept


def _across_names(message: Message) -> None:
    """A number's noun may stand behind a name: "10,000 GPT-4 queries", "one ChatGPT prompt"."""
    ends = {name.start: name.end for name in message.names}
    nouns = {cue.start: kind for group, kind in _NOUNS.items() for cue in message.group(group)}
    if not nouns:
        return
    singles = {cue.start: cue.end for cue in message.group("single")}
    ones = {cue.end: cue.start for cue in message.group("per_one")}
    for name in message.names:
        if name.start in ones and nouns.get(name.end) is SpanKind.REQUESTS and not _begun(message, name.start):
            start = ones[name.start]  # "energy per Gemini prompt"
            message.spans.append(replace(_ONE_REQUEST, start=start, end=name.end + 1))
            message.spans.sort(key=lambda span: span.start)
    for index, span in enumerate(message.spans):
        if span.kind not in (SpanKind.NUMBER, SpanKind.ARTICLE) or span.value is None or span.suffix in ("b", "t"):
            continue
        at = span.end
        while at in ends or at in singles:
            at = ends.get(at) or singles[at]
        if at in nouns and (at > span.end or span.kind is SpanKind.NUMBER):
            message.spans[index] = replace(span, kind=nouns[at], quantity=span.value)


def _in_servers(message: Message, servers: Mapping[str, float]) -> None:
    """A number of servers named by their accelerator is one of accelerators: "2 DGX H100", "a DGX A100"."""
    if servers.keys().isdisjoint(message.words):
        return
    for name in message.names:
        at = next((at for at in range(max(name.start - 1, 0), name.end) if message.words[at] in servers), None)
        if at is None or name.kind is not NameKind.ACCELERATOR:
            continue
        held, start = servers[message.words[at]], min(at, name.start)
        for index, span in enumerate(message.spans):
            if span.end == start and span.kind in _COUNTABLE and span.value:
                count = replace(span, end=name.start, kind=SpanKind.NUMBER, value=span.value * held)
                message.spans[index] = count
                return
        if not _PRICED.isdisjoint(message.by_group):
            message.spans.append(Span(name.start, name.start, SpanKind.NUMBER, held, held))
            message.spans.sort(key=lambda span: span.start)
        return


def _asked_things(message: Message, articles: Set[str]) -> None:
    """What a model is asked or given, by any noun: "I ask ChatGPT 8 things a day", "answering 700 tickets"."""
    ends = {cue.start: cue.end for cue in message.group("asked_things")}
    if not ends or not message.has("use"):
        return
    if not any(name.kind is NameKind.MODEL for name in message.names):
        return
    for index, span in enumerate(message.spans):
        if span.kind is not SpanKind.NUMBER or span.end not in ends or span.suffix in ("b", "t"):
            continue
        end = ends[span.end]
        rate = message.spans[index + 1] if index + 1 < len(message.spans) else None
        once = rate is not None and rate.start == end and rate.kind is SpanKind.DURATION and rate.quantity == 1
        if once and rate is not None and message.words[rate.start] in articles:
            message.spans[index] = replace(span, end=rate.end, kind=SpanKind.REQUESTS, per=rate.unit)
            del message.spans[index + 1]
        else:
            message.spans[index] = replace(span, end=end, kind=SpanKind.REQUESTS)
        return


def _begun(message: Message, token: int) -> bool:
    """Whether a quantity ends at a token: "100 prompts per Gemini user"."""
    return any(span.end == token and span.kind is not SpanKind.PER for span in message.spans)


def _by_the_hour_of_a_name(message: Message) -> None:
    """Accelerator hours, and prices of one, by name: "2k H100-hours", "10k A100 GPU-hours", "$2.5 per H100-hour"."""
    hours = {span.start: span for span in message.spans if span.kind is SpanKind.UNIT and span.of in _OF_HOURS}
    if not hours:
        return
    for name in message.names:
        at = name.end + (message.words[name.end : name.end + 1] == ("-",))
        unit = hours.get(at)
        if name.kind is not NameKind.ACCELERATOR or unit is None or unit.unit not in _HOURS_OF:
            continue
        for index, span in enumerate(message.spans):
            if span.end != name.start or span.value is None:
                continue
            if span.kind in (SpanKind.NUMBER, SpanKind.ACCELERATORS):
                value = span.value * _HOURS_OF[unit.unit]
                message.spans[index] = replace(span, kind=SpanKind.ACCELERATOR_HOURS, value=value)
            elif span.kind is SpanKind.MONEY and not span.per:
                message.spans[index] = replace(span, per=unit.unit, each="accelerator")
            else:
                continue
            message.spans.remove(unit)
            break


def _sizes_over_data(message: Message) -> None:
    """A size over its training data: "7B/1T tokens", "30B/600B"."""
    sizes = {span.end: index for index, span in enumerate(message.spans) if span.suffix == "b"}
    if not sizes:
        return
    for index, data in enumerate(message.spans):
        at = sizes.get(data.start - 1, -1) if data.suffix in ("b", "t") and data.kind is SpanKind.NUMBER else -1
        if at < 0 or message.words[data.start - 1] != "/" or not data.value:
            continue
        size = message.spans[at]
        if size.kind is SpanKind.NUMBER and data.value >= _LEAST_DATA * (size.value or 0.0) > 0:
            message.spans[at] = replace(size, kind=SpanKind.PARAMETERS)
            message.spans[index] = replace(data, kind=SpanKind.TOKENS)
    for index, span in enumerate(message.spans):
        if span.kind is SpanKind.NUMBER and span.suffix == "b" and span.per == "token" and span.per_quantity > 1:
            message.spans[index] = replace(span, kind=SpanKind.PARAMETERS)


def _groups_of_people(message: Message) -> None:
    """How many people there are without a word for them: "my team of 12", "somos 12"."""
    after = {cue.end for cue in message.group("people_of")}
    before = {cue.start for cue in message.group("people_after")}
    if not (after or before):
        return
    names = {name.start for name in message.names}
    for index, span in enumerate(message.spans):
        people = span.start in after or span.end in before
        if people and span.kind is SpanKind.NUMBER and span.end not in names and not (span.suffix or span.per):
            message.spans[index] = replace(span, kind=SpanKind.PEOPLE)


def _right_after(message: Message, group: str) -> set[int]:
    """Where a value stands that a word of this group gives, with "is", ":" or "=" between at most."""
    ends = {cue.end for cue in message.group(group)}
    if not ends:
        return ends
    links = {cue.start: cue.end for cue in message.group("copula")}
    links |= {index: index + 1 for index, word in enumerate(message.words) if word in _EQUALS}
    return ends | {links[end] for end in ends if end in links}


def _short_prices(message: Message) -> None:
    """A price that leaves its currency out: "a 15 mil c/u", "at 0.095 per kilowatt hour", "it cost 3 million"."""
    if not any(span.kind is SpanKind.NUMBER for span in message.spans):
        return
    at = {cue.end for cue in message.group("price_at")}
    cost = {cue.end for cue in message.group("cost")}
    budget = _right_after(message, "budget_is")
    buys = {cue.start for cue in message.group("buy")} if message.has("how_many") else set()
    names = {name.start for name in message.names}
    enough = message.has("enough") and not any(span.kind is SpanKind.MONEY for span in message.spans)
    spendable = _spendable(message)
    priced = message.has("audit") and any(span.kind is SpanKind.MONEY for span in message.spans)
    said = {cue.end for cue in message.group("copula", "needed")} if priced else set()  # "... at $8,000 is 80 million"
    for index, span in enumerate(message.spans):
        if span.kind is not SpanKind.NUMBER or span.value is None or (span.bound and span.start not in budget):
            continue
        of_each = span.each == "each" and span.start in at and span.value >= _LEAST_PRICE
        of_energy = span.per == "kWh" and 0 < span.value < _DEAREST_KWH
        of_all = span.start in cost and span.value >= _LEAST_SUM and span.end not in names and not span.suffix
        spent = span.start in budget and span.value >= _LEAST_PRICE and span.end not in names and span.suffix != "b"
        spent = spent or (span.end in buys and span.value >= _LEAST_PRICE)  # "how many months does 30k buy"
        spent = spent or (span.start in spendable and span.value >= _LEAST_SPENT and span.suffix not in ("b", "t"))
        spent = spent or (
            enough and span.value >= _LEAST_SPENT and span.end not in names and span.suffix not in ("b", "t")
        )
        of_all = of_all or (span.start in said and span.value >= _LEAST_SUM and not span.suffix)
        if of_each or of_energy or of_all or spent:
            message.spans[index] = replace(span, kind=SpanKind.MONEY, unit="USD", quantity=span.value)


def _spendable(message: Message) -> set[int]:
    """Where a bare number begins that accelerators are to be got with: "cuántas H100 puedo comprar con un millón"."""
    asked = message.has("how_many", "get") and message.has("buy", "rent", "rental", "get")
    if not asked or any(span.kind is SpanKind.MONEY or span.kind in _NO_COUNT for span in message.spans):
        return set()
    if not (message.has("accelerators") or any(name.kind is NameKind.ACCELERATOR for name in message.names)):
        return set()
    before = {cue.end for cue in message.group("on")}
    before |= {cue.end for cue in message.scope if "before_short" in cue.groups}
    asking = {cue.start for cue in message.group("how_many", "get", "buy", "rent")}
    return {
        span.start
        for span in message.spans
        if span.kind is SpanKind.NUMBER
        and (
            span.end in asking
            or (span.start in before and not message.words[span.end : span.end + 1])
            or (span.start in before and not message.words[span.end].isalnum())
        )
    }
