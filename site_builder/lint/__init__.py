"""The linter: its rules, their catalogue, and what becomes of what they find."""
