"""`threadfare diagram` prints machines and flows from their tables."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.adapters.data.catalogue import sample_flows
from bot.cli import main
from bot.commands.diagram import MACHINES, flow_diagram, machine_diagram
from bot.domain.flow.definition import parse_flow


@pytest.mark.parametrize("name", MACHINES)
def test_every_machine_is_drawn_from_its_first_state(name: str) -> None:
    """The README's diagrams are what the program does."""
    lines = machine_diagram(name).splitlines()
    assert lines[0] == "stateDiagram-v2"
    assert lines[1] == f"    [*] --> {MACHINES[name][1]}"
    assert len(lines) > 3


def test_every_step_of_a_flow_and_every_way_on_is_drawn() -> None:
    """Staff see the whole talk, with nothing left out."""
    for document in sample_flows():
        flow = parse_flow(document)
        drawn = flow_diagram(flow)
        for name, node in flow.nodes.items():
            assert f'    {name}["{name}' in drawn
            for target in {*(node.wait.exits.values() if node.wait else ()), *(case.to for case in node.cases)}:
                assert any(
                    line.startswith(f"    {name} -->") and line.endswith(f"| {target}") for line in drawn.splitlines()
                )


def test_without_a_name_all_are_listed() -> None:
    """Who does not know the names reads them."""
    listed = CliRunner().invoke(main, ["diagram"]).output.split()
    assert set(MACHINES) < set(listed)
    assert "book" in listed
    for name in listed:
        assert CliRunner().invoke(main, ["diagram", name]).exit_code == 0


def test_an_unknown_name_is_answered_with_those_that_exist() -> None:
    """A slip costs one more try."""
    result = CliRunner().invoke(main, ["diagram", "nothing"])
    assert result.exit_code == 2
    assert "order" in result.output


def test_a_flow_in_a_file_is_drawn_before_it_is_published(tmp_path: Path) -> None:
    """Staff see a draft."""
    path = tmp_path / "draft.yaml"
    path.write_text("{spec: 1, flow: bags, start: one, nodes: {one: {next: two}, two: {}}, texts: {}}")
    result = CliRunner().invoke(main, ["diagram", "--flow", str(path)])
    assert result.exit_code == 0, result.output
    assert '    one -->|"then"| two' in result.output


def test_the_ways_of_a_trial_are_drawn_with_their_weights(tmp_path: Path) -> None:
    """Staff see how many go where."""
    ways = "[{name: short, weight: 30, to: two}, {name: long, weight: 70, to: two}]"
    nodes = f"{{one: {{split: {{name: t, ways: {ways}}}}}, two: {{end: true}}}}"
    path = tmp_path / "draft.yaml"
    path.write_text(f"{{spec: 2, flow: bags, start: one, nodes: {nodes}, texts: {{}}}}")
    result = CliRunner().invoke(main, ["diagram", "--flow", str(path)])
    assert '    one -->|"30 % short, 70 % long"| two' in result.output
