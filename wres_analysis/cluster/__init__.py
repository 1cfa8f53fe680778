"""What the work on other machines is made of: the way to a cluster, and what is sent there and back."""
