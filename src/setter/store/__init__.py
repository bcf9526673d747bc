"""What is remembered: one room per concern, two engines that serve them."""
