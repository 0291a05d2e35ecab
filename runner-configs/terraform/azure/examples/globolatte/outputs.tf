output "snowgauge_configuration" {
  description = "Snowgauge's configuration: terraform output -raw snowgauge_configuration > snowgauge.json."
  value       = module.azure.snowgauge_configuration
}

output "event_hub_connection_string" {
  description = "For the key event-hub of the secret."
  value       = module.azure.event_hub_connection_string
  sensitive   = true
}

output "event_hub_secondary_connection_string" {
  description = "The second one, for while the first is rotated."
  value       = module.azure.event_hub_secondary_connection_string
  sensitive   = true
}

output "kafka_bootstrap_servers" {
  description = "For Argo's event source."
  value       = module.azure.kafka_bootstrap_servers
}

output "resource_group_name" {
  description = "The resource group that everything in Azure is in."
  value       = module.azure.resource_group_name
}

output "core_subnet_id" {
  description = "The subnet for Kubernetes' nodes."
  value       = module.azure.core_subnet_id
}

output "storage_account_name" {
  description = "Where files are uploaded."
  value       = module.azure.storage_account_name
}

output "workload_client_id" {
  description = "For the service account of Snowgauge's pods."
  value       = module.azure.workload_client_id
}

output "extract_client_id" {
  description = "For the service account of the pods that run 'snowgauge extract'; null without them."
  value       = module.azure.extract_client_id
}
