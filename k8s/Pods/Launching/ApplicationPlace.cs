using Spindle.Client;
using Spindle.Client.Resources;

namespace Spindle.Pods.Launching;

/// <summary>Where an application lives.</summary>
/// <param name="Application">Its id, part of all names.</param>
/// <param name="Owner">The driver's pod, with which everything goes; null for a driver that is no pod.</param>
public sealed record ApplicationPlace(ApiClient Client, string Namespace, string Application, OwnerReference? Owner);
