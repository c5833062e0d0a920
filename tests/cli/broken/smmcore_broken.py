raise RuntimeError("it was written for another version")
