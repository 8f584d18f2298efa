"""What goes to paper: values in, painted pages out."""
