"""What is taken where a question leaves something out."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import PositiveFloat

from knowledge.checked import Checked


class Usual(Checked):
    """What is taken where nothing is named, by its id.

    `accelerator` is what models are trained and served on, `compared_with` what one would rather compare with it or
    with another, most usual first. `serving_place` is where the servers of large providers mostly stand, `world` the
    place whose figures stand in for those that a country lacks.

    `most_of_use` are the amounts, by metric (energy in kWh, water in L, carbon in kgCO2e), below which a claim about a
    model that does not say so is about using it: no training takes so little.

    `servers` are how many accelerators the servers hold that people name by a word beside the accelerator: a DGX H100
    has eight H100 (NVIDIA's DGX A100, H100, H200 and B200; some HGX boards have four).
    """

    accelerator: str
    compared_with: tuple[str, ...]
    serving_place: str
    world: str
    most_of_use: Mapping[str, PositiveFloat]
    servers: Mapping[str, PositiveFloat]

    def rival_of(self, accelerator_id: str) -> str:
        """What an accelerator is compared with where nothing is named: the most usual one that is another."""
        return next((one for one in self.compared_with if one != accelerator_id), self.accelerator)
