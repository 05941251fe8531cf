"""The rules, a module a family; what is too long for its family's module stands beside it."""
