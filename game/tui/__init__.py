"""Floor 4: the face. One screen a file with its style beside it; widgets are given values and send messages up."""
