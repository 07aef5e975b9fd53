#!/bin/sh
cat <<X
---
# comment
apiVersion: v1
kind: ConfigMap
metadata:
  name: a
  annotations: {config.kubernetes.io/index: "7", config.kubernetes.io/path: foo}
data: &x {c: d}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: b}
data: {c: d}
---
X
