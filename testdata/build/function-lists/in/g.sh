#!/bin/sh
cat <<X
kind: List
items:
- apiVersion: v1
  kind: ConfigMapList
  items:
  - {apiVersion: v1, kind: ConfigMap, metadata: {name: z}}
  - {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}
X
