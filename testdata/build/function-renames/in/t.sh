#!/bin/sh
sed 's/^    name: b-a$/    name: renamed/'
