#!/bin/sh
cat > /dev/null
cat <<X
apiVersion: config.kubernetes.io/v1
kind: ResourceList
items:
- apiVersion: v1
  kind: ConfigMap
  metadata:
    name: a
    annotations: {kustomize.config.k8s.io/needs-hash: "true", x: y}
  data: {args: "$1 $2", n: "0"}
- apiVersion: v1
  kind: ConfigMap
  metadata: {name: b, annotations: {kustomize.config.k8s.io/behavior: create}}
- apiVersion: v1
  kind: Pod
  metadata: {name: pod}
  spec: {volumes: [{configMap: {name: a}}]}
results: [{message: hello, severity: warning}, {message: note}]
X
