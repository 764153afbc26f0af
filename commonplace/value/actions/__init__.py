"""What changes of indicators, pulses and what is expected of them, each change whole."""
