"""A bakery's month on the networks' own fakes: the main job, from plan to figures, in one go."""
