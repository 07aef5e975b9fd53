#!/bin/sh
grep -v 'internal.config'
