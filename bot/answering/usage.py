"""Using a trained model: money by list prices, energy by several methods, carbon and water; or serving it oneself."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answer import Answer, Value
from bot.answering.circumstances import Circumstances
from bot.answering.enough import judge
from bot.answering.periods import HOURS_PER_DAY
from bot.answering.serving import answer_serving
from bot.answering.side_by_side import work_out_each
from bot.answering.usage_energy import put_impacts
from bot.answering.worksheet import Worksheet
from bot.question import Metric, UsageQuestion
from estimator import usage as estimate
from estimator.api_prices import ApiPrice, api_price
from estimator.estimates import exact
from knowledge.base import Knowledge
from knowledge.entries import Model
from knowledge.figures import Figure, Kind

_OF_SERVING = frozenset({Metric.MEMORY, Metric.HARDWARE, Metric.POWER, Metric.PURCHASE_COST, Metric.RENTAL_COST})
_LONGEST_READ = 100_000.0
"""Tokens that one request reads at most: longer contexts have prices of their own, which nobody asked for."""


@dataclass(frozen=True, slots=True)
class Demand:
    """What is asked of a model: requests, and the tokens that one of them reads and writes.

    `tokens` are all tokens where nobody said how many are read and how many written.
    """

    requests: Figure
    input_tokens: Figure
    output_tokens: Figure
    tokens: Figure | None = None


def answer_usage(question: UsageQuestion, knowledge: Knowledge, circumstances: Circumstances) -> Answer:
    """Work out what using a model takes, through its developer's interface or on accelerators of one's own."""
    sheet = Worksheet(question, knowledge)
    if question.currency is not None:
        sheet.notice("other-currency", currency=question.currency)
        return sheet.answer()
    if len(question.models) > 1:
        each = {one: question.model_copy(update={"models": (one,)}) for one in question.models}
        return work_out_each(sheet, each, lambda one: answer_usage(one, knowledge, circumstances))
    if not question.models and question.parameters is None:
        sheet.notice("use-of-which-model")
        return sheet.answer()
    if _is_serving(question):
        return answer_serving(question, knowledge, circumstances)
    asked = knowledge.models[question.models[0]]
    model = used_model(sheet, asked)
    sheet.name(asked.id, asked.name)
    sheet.name(model.id, model.name)
    demand = _demand(sheet, question)
    _put_amounts(sheet, question, demand)
    _put_cost(sheet, question, model, demand)
    put_impacts(
        sheet,
        question,
        (asked,) if model is asked else (asked, model),
        requests=demand.requests,
        input_tokens=demand.input_tokens,
        output_tokens=demand.output_tokens,
    )
    _suggest(sheet, question)
    return sheet.answer()


def _is_serving(question: UsageQuestion) -> bool:
    """Whether the model is to run on accelerators of one's own."""
    if question.accelerators or question.count is not None or not question.models or question.power_limit is not None:
        return True
    if question.budget is None and Metric.COUNT in question.metrics:
        return True
    return bool(_OF_SERVING & set(question.metrics))


def used_model(sheet: Worksheet, asked: Model) -> Model:
    """The model itself; of a family or product the one that most studies measured, the latest where none did."""
    if not asked.offers:
        return asked

    def rank(model: Model) -> tuple[int, bool, str]:
        measured = estimate.comparable(sheet.knowledge.measurements_of(model.id), input_tokens=1)
        released = model.fact("release")
        studies = {one.study for one in measured if not one.reasoning}
        return len(studies), model.prices is not None, released.text if released else ""

    offered = [sheet.knowledge.models[one] for one in reversed(asked.offers)]
    chosen = max(offered, key=rank)
    sheet.notice("product-taken", family=asked.name, model=chosen.name)
    for other in reversed(offered):
        if other.id != chosen.id:
            sheet.suggest("with-model", models=(other.id,))
    return chosen


def _demand(sheet: Worksheet, question: UsageQuestion) -> Demand:
    """Requests and their tokens: totals are shared out, what was not said is assumed and noted."""
    requests = _requests(sheet, question)
    read, written = question.input_tokens, question.output_tokens
    if read is not None or written is not None:
        if requests is None:
            requests = _requests_for(sheet.knowledge, read or 0.0, written or 0.0)
        return Demand(
            requests=exact(requests),
            input_tokens=exact((read or 0.0) / requests),
            output_tokens=exact((written or 0.0) / requests),
        )
    if question.tokens is not None:
        length = _assumed(sheet, "output_tokens").central if requests is None else question.tokens / requests
        sheet.notice("tokens-between-prices")
        sheet.notice("tokens-as-written")
        return Demand(
            requests=exact(question.tokens / length if requests is None else requests),
            input_tokens=_assumed(sheet, "input_tokens"),
            output_tokens=exact(length),
            tokens=exact(question.tokens),
        )
    if requests is None and question.budget is None:
        sheet.notice("one-request-assumed")
    return Demand(
        requests=exact(1.0 if requests is None else requests),
        input_tokens=_assumed(sheet, "input_tokens"),
        output_tokens=_assumed(sheet, "output_tokens"),
    )


def _requests(sheet: Worksheet, question: UsageQuestion) -> float | None:
    """All requests; of a daily rate those of the time given or, where none is, of one day."""
    if question.requests is not None:
        return question.requests
    if question.requests_per_day is None:
        return None
    if question.hours is None:
        sheet.notice("one-day-assumed")
        sheet.assume("hours", exact(HOURS_PER_DAY, "h", Kind.ASSUMPTION))
        return question.requests_per_day
    return question.requests_per_day * question.hours / HOURS_PER_DAY


def _requests_for(knowledge: Knowledge, read: float, written: float) -> float:
    """In how many requests of ordinary length so many tokens go: list prices and energy depend on the length of one."""
    usual = knowledge.assumptions["output_tokens_per_request"].central
    return max(1.0, written / usual, read / _LONGEST_READ)


def _assumed(sheet: Worksheet, name: str) -> Figure:
    """The usual tokens of one request."""
    return sheet.assume(name, sheet.knowledge.assumptions[f"{name}_per_request"])


def _put_amounts(sheet: Worksheet, question: UsageQuestion, demand: Demand) -> None:
    """The requests and tokens that everything is worked out for."""
    sheet.values["requests"] = demand.requests
    if demand.tokens is not None:
        sheet.values["tokens"] = demand.tokens
    elif question.input_tokens is not None or question.output_tokens is not None:
        sheet.values["tokens"] = exact((question.input_tokens or 0.0) + (question.output_tokens or 0.0))


def _put_cost(sheet: Worksheet, question: UsageQuestion, model: Model, demand: Demand) -> None:
    """Money by the list price, and what a budget buys."""
    price = price_of(model, input_tokens=demand.input_tokens.central)
    if price is None:
        sheet.notice("no-api-price")
        return
    sheet.texts["provider"] = price.provider
    read, written = sheet.assume("input_price", price.input), sheet.assume("output_price", price.output)
    usual = sheet.knowledge.assumptions
    mean = estimate.mean_price(
        input_tokens=usual["input_tokens_per_request"].central,
        output_tokens=usual["output_tokens_per_request"].central,
        input_price=read,
        output_price=written,
    )
    if demand.tokens is not None:
        cost: Figure = estimate.cost_of_tokens(tokens=demand.tokens, mean_price=mean)
    else:
        each = estimate.cost_per_request(
            input_tokens=demand.input_tokens,
            output_tokens=demand.output_tokens,
            input_price=read,
            output_price=written,
        )
        cost = each if _is_one(demand) else estimate.cost(requests=demand.requests, cost_per_request=each)
    if question.budget is None:
        sheet.values["cost"] = cost
        return
    amount_given = question.requests is not None or "tokens" in sheet.values
    _put_bought(sheet, question, demand, price, mean)
    if amount_given:
        sheet.values["cost"] = cost
        judge(sheet, "budget", needed=cost, allowed=exact(question.budget, "USD"))
    else:
        sheet.values["cost"] = exact(question.budget, "USD")


def _put_bought(sheet: Worksheet, question: UsageQuestion, demand: Demand, price: ApiPrice, mean: Figure) -> None:
    """The requests and tokens that a budget pays."""
    assert question.budget is not None  # noqa: S101 - the caller has looked
    each = estimate.cost_per_request(
        input_tokens=demand.input_tokens,
        output_tokens=demand.output_tokens,
        input_price=price.input,
        output_price=price.output,
    )
    bought: dict[str, Value] = {
        "tokens": estimate.tokens_for_budget(budget=question.budget, mean_price=mean),
        "count": estimate.requests_for_budget(budget=question.budget, cost_per_request=each),
    }
    given = demand.tokens is not None or "tokens" in sheet.values
    if question.requests is None and question.requests_per_day is None and not given:
        sheet.values["requests"] = bought["count"]
    for metric, figure in bought.items():
        if metric != "tokens" or not given or Metric.TOKENS in question.metrics:
            sheet.values[metric] = figure


def _is_one(demand: Demand) -> bool:
    return demand.requests.is_exact and demand.requests.central == 1


def price_of(model: Model, *, input_tokens: float) -> ApiPrice | None:
    """The list price of a model; None where none is known."""
    return None if model.prices is None else api_price(model.prices, input_tokens=input_tokens)


def _suggest(sheet: Worksheet, question: UsageQuestion) -> None:
    for metric in (Metric.COST, Metric.ENERGY, Metric.WATER, Metric.CARBON):
        if question.metrics and metric not in question.metrics:
            sheet.suggest(f"ask-{metric}", metrics=(metric,))
    if question.requests_per_day is not None and question.hours is None:
        a_year = question.requests_per_day * 365
        sheet.suggest("for-a-year", requests=a_year, requests_per_day=None)
