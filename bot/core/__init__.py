"""Pure rules: values in, values out. No clock, no await, no input or output."""
