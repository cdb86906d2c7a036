"""The steps; their ids are numbers of four digits, so that older and newer can be told."""
