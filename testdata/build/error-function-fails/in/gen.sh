#!/bin/sh
echo oops >&2
echo '{apiVersion: config.kubernetes.io/v1, kind: ResourceList, items: [], results: [{severity: error, message: bad thing}]}'
exit 3
