"""What happens in training. `nominations`, `seats`, `courses` and `delivery` each declare the steps of a noun."""
