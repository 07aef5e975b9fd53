#!/bin/sh
echo "apiVersion: v1
kind: ConfigMap
metadata: {name: seen}
data:
  input: |"
sed 's/^/    /'
