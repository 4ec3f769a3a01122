"""The kinds of activity; a room says here that its model serves one."""

from programmes.registries.kinds import Kind, attach, kind_choices, kind_label, kinds

__all__ = ["Kind", "attach", "kind_choices", "kind_label", "kinds"]
