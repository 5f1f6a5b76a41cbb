terraform {
  required_version = ">= 1.11, < 2.0"
  required_providers {
    mongodbatlas = {
      source  = "mongodb/mongodbatlas"
      version = ">= 2.0, < 3.0"
    }
  }
}

# MONGODB_ATLAS_CLIENT_ID and MONGODB_ATLAS_CLIENT_SECRET, a service account's, in the environment.
provider "mongodbatlas" {}
