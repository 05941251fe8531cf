"""All notes together: names and ids, resolved references, who met whom when, what each line says of whom."""
