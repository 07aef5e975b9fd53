#!/bin/sh
sed 's/^  kind: Pod/  kind: Pod\n  new: 012/; s/    a: b/    a: c/'
