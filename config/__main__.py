"""Write `config/example.env` and the README's settings table anew: `make reference`."""

from __future__ import annotations

from pathlib import Path

from config.reference import example_env, with_table


def main() -> None:
    """Write both files; run in the project's folder."""
    Path("config/example.env").write_text(example_env(), encoding="utf-8")
    readme = Path("README.md")
    readme.write_text(with_table(readme.read_text(encoding="utf-8")), encoding="utf-8")


main()
