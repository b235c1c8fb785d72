"""Priors fitted to published runs: the arithmetic of the fit, what is on file, how well unseen runs are predicted."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from estimator import training
from estimator.fitting import as_yaml, effects_in_use, fitted_priors, report
from estimator.observations import Observation, powers, read_observations_file, utilizations
from estimator.power_fitting import PowerObservation, fit_power
from estimator.priors import Bounds, Priors, UtilizationPrior, features_of, load_priors
from estimator.regression import best_scatter, cross_validated, fit, for_unseen_teams, score
from knowledge.base import load
from knowledge.errors import KnowledgeError, UnknownIdError
from knowledge.figures import Figure, Kind


def run(name: str, family: str, utilization: float, **features: float) -> Observation:
    return Observation(
        run=name, family=family, accelerator="a100-80gb", features={"level": 1.0, **features}, utilization=utilization
    )


# The arithmetic


def test_prediction_worked_by_hand() -> None:
    model = UtilizationPrior(
        runs=1,
        families=1,
        degrees_of_freedom=4,
        quantile=2.0,
        scatter=0.3,
        effects={"level": math.log(0.4), "small": -0.1, "hopper": math.log(0.5)},
        covariance=((0.04, 0.0, 0.0), (0.0, 0.09, 0.0), (0.0, 0.0, 0.03)),
    )
    # 0.4 x 0.5; the reach is exp(2 x sqrt(0.09 + 0.04 + 0.03)) = exp(0.8)
    result = model.predict({"level": 1, "hopper": 1})
    assert (result.low, result.central, result.high) == pytest.approx((0.2 * math.exp(-0.8), 0.2, 0.2 * math.exp(0.8)))
    # half a power of ten below the threshold: 0.4 x exp(-0.05), reach exp(2 x sqrt(0.09 + 0.04 + 0.25 x 0.09))
    assert model.predict({"level": 1, "small": 0.5}).central == pytest.approx(0.4 * math.exp(-0.05))


def test_utilization_never_exceeds_the_peak() -> None:
    model = UtilizationPrior(
        runs=1,
        families=1,
        degrees_of_freedom=4,
        quantile=2.0,
        scatter=1.0,
        effects={"level": math.log(0.5)},
        covariance=((0.0,),),
    )
    assert model.predict({"level": 1}).high == 1.0


def test_without_belief_the_level_is_the_mean() -> None:
    # the belief in the level (0.33, deviation 1) weighs 1, two runs of scatter 0.01 weigh 20,000 together
    fitted = fit([run("a", "a", 0.2), run("b", "b", 0.5)], ["level"], 0.01)
    assert math.exp(fitted.effects["level"]) == pytest.approx(math.sqrt(0.2 * 0.5), rel=1e-3)
    assert fitted.covariance[0][0] == pytest.approx(1 / 20_001, rel=1e-3)


def test_a_family_weighs_as_the_root_of_its_runs() -> None:
    # four runs of one family weigh 2, the single run of another 1
    family = [run(f"a{number}", "a", 0.2) for number in range(4)]
    fitted = fit([*family, run("b", "b", 0.4)], ["level"], 0.001)
    assert fitted.effects["level"] == pytest.approx((2 * math.log(0.2) + math.log(0.4)) / 3, rel=1e-4)


def test_an_effect_that_no_run_shows_keeps_its_belief() -> None:
    fitted = fit([run("a", "a", 0.2), run("b", "b", 0.5)], ["level", "blackwell"], 0.2)
    assert fitted.effects["blackwell"] == 0
    assert fitted.covariance[1][1] == pytest.approx(0.3**2)


def test_cross_validation_leaves_the_whole_family_out() -> None:
    runs = [run("a1", "a", 0.2), run("a2", "a", 0.2), run("b", "b", 0.5)]
    predictions = cross_validated(runs, ["level"], 0.01)
    assert predictions[0].central == pytest.approx(0.5, rel=1e-3)
    assert predictions[0].ratio == pytest.approx(0.4, rel=1e-3)
    assert not predictions[0].inside
    assert predictions[2].central == pytest.approx(0.2, rel=1e-3)


def test_the_power_of_an_accelerator_lies_between_what_is_believed_and_what_is_measured() -> None:
    load_figure, host = (
        Figure(low=value, central=value, high=value, unit="", kind=Kind.ASSUMPTION) for value in (0.8, 1.25)
    )
    measured = [
        PowerObservation("a", "a", "tpu-v3", 0.5, ("one",)),
        PowerObservation("b", "b", "tpu-v4", 2.0, ("two",)),
    ]
    # weights 1/0.2^2 = 25 for the run and 1/0.25^2 = 16 for the belief (0.8 x 1.25 = 1)
    share = 25 / (25 + 16)
    fitted = fit_power(measured, load_figure, host)
    assert fitted["tpu-v3"].load.central == pytest.approx(0.5**share / 1.25, rel=1e-3)
    assert fitted["tpu-v3"].host_overhead == Bounds(low=1.25, central=1.25, high=1.25)
    assert fitted["tpu-v4"].load == Bounds(low=1, central=1, high=1)
    assert fitted["tpu-v4"].host_overhead.central == pytest.approx(2**share, rel=1e-3)
    assert fitted["tpu-v4"].sources == ("two",)


# What is on file


@pytest.fixture(scope="module")
def priors() -> Priors:
    return load_priors()


def test_the_file_is_what_the_runs_on_file_give(priors: Priors) -> None:
    fresh = fitted_priors(load(), read_observations_file(), priors.fitted_on)
    assert fresh.generations == priors.generations
    assert fresh.sources == priors.sources
    assert fresh.utilization_model.effects == pytest.approx(priors.utilization_model.effects, abs=1e-4)
    assert fresh.utilization_model.scatter == priors.utilization_model.scatter
    for mine, theirs in zip(fresh.utilization_model.covariance, priors.utilization_model.covariance, strict=True):
        assert mine == pytest.approx(theirs, abs=1e-4)
    assert fresh.power_slope.model_dump() == pytest.approx(priors.power_slope.model_dump(), abs=2e-3)
    assert fresh.power.keys() == priors.power.keys()
    for name, prior in fresh.power.items():
        assert prior.load.model_dump() == pytest.approx(priors.power[name].load.model_dump(), rel=1e-3)
        assert prior.host_overhead.model_dump() == pytest.approx(
            priors.power[name].host_overhead.model_dump(), rel=1e-3
        )


def test_what_is_written_is_read_back(priors: Priors, tmp_path: Path) -> None:
    (tmp_path / "priors.yaml").write_text(as_yaml(priors), encoding="utf-8")
    assert load_priors(tmp_path) == priors


def test_every_accelerator_on_file_belongs_to_one_generation(priors: Priors) -> None:
    members = [member for generation in priors.generations.values() for member in generation]
    assert len(members) == len(set(members))
    assert set(load().accelerators) <= set(members)


def test_every_source_is_on_file(priors: Priors) -> None:
    named = {*priors.sources, *(source for prior in priors.power.values() for source in prior.sources)}
    assert named <= set(load().sources)


@pytest.mark.parametrize(
    ("name", "utilization"),
    [
        # 6 x 65.2e9 x 1.4e12 / (1,022,362 h x 3600 x 312e12)
        ("llama-1-65b", 0.4769),
        # 6 x 37e9 x 14.8e12 / (2,788,000 h x 3600 x 989e12)
        ("deepseek-v3-671b", 0.3310),
        # 6 x 21e9 x 1e12 / (172,800 h x 3600 x 989e12), hours for each 1e12 tokens
        ("deepseek-v2-236b", 0.2048),
        # 6 x 6.053e9 x 402e9 / (128 x 840 h x 3600 x 123e12)
        ("gpt-j-6b", 0.3067),
        # 6 x 96.6e9 x 280e9 / (1024 x 574 h x 3600 x 275e12)
        ("glam-1.2t", 0.2789),
        # 15.1e15 / (512 x 125e12) x 0.85
        ("megatron-lm-8.3b", 0.2005),
        # 6 x 6.7e9 x 582,400 / (224 x 312e12) x 0.85
        ("amber-6.7b", 0.2848),
        ("nemotron-4-340b", 0.41 * 0.85),
    ],
)
def test_the_utilization_of_a_run_worked_by_hand(name: str, utilization: float) -> None:
    found = {one.run: one for one in utilizations(load(), read_observations_file())}
    assert found[name].utilization == pytest.approx(utilization, rel=0.01)


def test_the_measured_power_of_a_run_worked_by_hand() -> None:
    found = {one.run: one.ratio for one in powers(load(), read_observations_file())}
    assert found["gpt-3-175b"] == pytest.approx(330 / 300)
    assert found["gopher-280b"] == pytest.approx(283 / 450)
    # Meena: 232 MWh / (1024 x 720 h x PUE 1.09) = 288.7 W of 450 W
    assert found["meena-2.6b"] == pytest.approx(0.6416, rel=0.01)


def test_unseen_families_are_predicted_within_what_is_promised() -> None:
    file = read_observations_file()
    runs, effects = utilizations(load(), file), effects_in_use(file)
    result = score(cross_validated(runs, effects, best_scatter(runs, effects), widen=for_unseen_teams))
    assert result.inside >= 0.85
    assert result.median_width <= 4
    assert result.median_factor <= 1.35
    assert 0.9 < result.bias < 1.1


def test_the_report_names_every_run() -> None:
    file = read_observations_file()
    lines = "\n".join(report(utilizations(load(), file), file))
    assert all(name in lines for name in file.utilization)


def test_a_run_that_is_not_on_file_is_refused(tmp_path: Path) -> None:
    file = read_observations_file()
    content = file.model_dump(by_alias=True, mode="json")
    content["utilization"]["gpt-99"] = {"family": "gpt", "from": "hours"}
    (tmp_path / "training-observations.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")
    with pytest.raises(KnowledgeError, match="gpt-99: is no training run on file"):
        utilizations(load(), read_observations_file(tmp_path))


# What estimates get from it


def test_the_interval_of_a_usual_run_is_useful(priors: Priors) -> None:
    for accelerator in ("a100-80gb", "h100", "tpu-v4"):
        figure = priors.utilization(accelerator=accelerator, parameters_active=7e9, count=512)
        assert 0.2 < figure.central < 0.45
        assert 2 < figure.high / figure.low < 4
        assert figure.sources == ("cuesta-training-fit",)


def test_a_generation_without_runs_gets_a_wider_interval(priors: Priors) -> None:
    known = priors.utilization(accelerator="h100", parameters_active=70e9)
    unknown = priors.utilization(accelerator="b200", parameters_active=70e9)
    assert unknown.high / unknown.low > known.high / known.low


def test_an_accelerator_that_is_not_on_file_is_refused(priors: Priors) -> None:
    with pytest.raises(UnknownIdError):
        priors.utilization(accelerator="abacus", parameters_active=7e9)


def test_only_measured_accelerators_have_a_power_of_their_own(priors: Priors) -> None:
    assert priors.load("h100") is None
    assert priors.host_overhead("h100") is None
    load_figure, host = priors.load("tpu-v3"), priors.host_overhead("tpu-v3")
    assert load_figure is not None
    assert host is not None
    # Patterson et al. 2021 and Rae et al. 2021 measured 245 to 311 W with the host
    assert 0.245 < 0.45 * load_figure.central * host.central < 0.33


def test_a_small_model_is_trained_in_about_the_published_time(priors: Priors) -> None:
    """Pythia 6.9B took 33,500 hours of A100 40GB, on 128 of them (Biderman et al. 2023, table 5)."""
    utilization = priors.utilization(accelerator="a100-40gb", parameters_active=6.9e9, count=128)
    compute = training.compute(parameters=6.9e9, tokens=300e9)
    hours = training.accelerator_hours(compute=compute, peak_flops=312e12, utilization=utilization)
    time = training.time(accelerator_hours=hours, count=128)
    assert time.low < 33_500 / 128 < time.high
    assert time.high / time.low < 4


@given(smaller=st.floats(1e7, 1e12), larger=st.floats(1e7, 1e12), count=st.floats(1, 1e6), more=st.floats(1, 1e6))
def test_utilization_falls_with_smaller_models_and_stays_in_order(
    smaller: float, larger: float, count: float, more: float
) -> None:
    priors = load_priors()
    smaller, larger = sorted((smaller, larger))
    small = priors.utilization(accelerator="a100-80gb", parameters_active=smaller, count=count)
    large = priors.utilization(accelerator="a100-80gb", parameters_active=larger, count=count)
    assert small.central <= large.central * (1 + 1e-12)
    assert 0 < small.low <= small.central <= small.high <= 1
    few, many = sorted((count, more))
    assert (
        features_of(generation="ampere", parameters_active=1e10, experts=False, count=few)["scale"]
        <= (features_of(generation="ampere", parameters_active=1e10, experts=False, count=many)["scale"])
    )
