#!/bin/sh
cat > /dev/null
cat <<X
kind: ResourceList
items:
- apiVersion: v1
  kind: ConfigMap
  metadata: {name: z, labels: {a: 1}}
- apiVersion: v1
  kind: ConfigMap
  metadata: {name: b, annotations: {a: 12}}
  data: {x: y}
X
