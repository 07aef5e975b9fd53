#!/bin/sh
cat <<X
apiVersion: v1
kind: ConfigMap
metadata:
  name: a
  annotations: {kustomize.config.k8s.io/behavior: merge}
data: {c: d}
X
