"""What an energy drawn costs, emits and evaporates where it is drawn."""

from __future__ import annotations

from bot.answering.scenario import Running
from bot.answering.worksheet import Worksheet
from estimator import hardware
from knowledge.figures import Figure


def put_drawn(sheet: Worksheet, running: Running, *, energy: Figure, accelerator_energy: Figure, power: Figure) -> None:
    """Put energy and power on the sheet, and the electricity's cost, carbon and water."""
    sheet.values["energy"] = energy
    sheet.values["accelerator_energy"] = accelerator_energy
    sheet.values["power"] = power
    sheet.values["electricity_cost"] = hardware.electricity_cost(energy=energy, power_price=running.power_price)
    sheet.values["carbon"] = hardware.carbon(energy=energy, carbon_intensity=running.carbon_intensity)
    sheet.values["water"] = hardware.water(
        energy=energy, pue=running.pue, site_water=running.site_water, grid_water=running.grid_water
    )
