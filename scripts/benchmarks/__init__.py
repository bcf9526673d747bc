"""What `scripts/bench` measures and what `scripts/soak` drives: made-up people, real databases, real processes."""
