"""Pages of attention: what stands for one, what one follows and keeps, and how it reaches one."""
