output "vpc_id" {
  description = "The network."
  value       = aws_vpc.this.id
}

output "cidr" {
  description = "Its address range: nginx believes X-Forwarded-For only from here."
  value       = aws_vpc.this.cidr_block
}

output "public_subnet_ids" {
  description = "For the load balancer, and nothing else."
  value       = [for zone in var.zones : aws_subnet.public[zone].id]
}

output "private_subnet_ids" {
  description = "For servers and Valkey."
  value       = [for zone in var.zones : aws_subnet.private[zone].id]
}

output "front_group_id" {
  description = "Security group of the load balancer."
  value       = aws_security_group.front.id
}

output "servers_group_id" {
  description = "Security group of the servers."
  value       = aws_security_group.servers.id
}

output "valkey_group_id" {
  description = "Security group of Valkey."
  value       = aws_security_group.valkey.id
}

output "nat_addresses" {
  description = "The only addresses that servers are seen from: enter each in MongoDB Atlas under Network Access."
  value       = [for zone in local.nat_zones : aws_eip.nat[zone].public_ip]
}

output "nat_gateways" {
  description = "Each zone's NAT gateway, for alarms."
  value       = { for zone in local.nat_zones : zone => aws_nat_gateway.this[zone].id }
}
