"""One file for each thing somebody wants: open the store, decide by the core, save."""
