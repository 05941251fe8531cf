"""Search: what each note says as records, the scripts that hold them, and the question asked of them."""
