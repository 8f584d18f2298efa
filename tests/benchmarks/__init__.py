"""Benchmarks: every figure is a ratio to something taken in the same run on the same machine."""
