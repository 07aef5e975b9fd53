#!/bin/sh
sed 's/^    name: a$/    name: a\n    labels: {a: b}/'
