variable "port_range" {
  default = "loopback"
}
