using Spindle.Protos.Health;
using Spindle.Wire.Grpc;

namespace Spindle.Wire.Services;

/// <summary>The public health service: <c>protos/grpc/health/v1/health.proto</c>.</summary>
public static class HealthMethods
{
    private const string Service = "grpc.health.v1.Health";

    public static readonly Method<HealthCheckRequest, HealthCheckResponse> Check = new(
        MethodKind.Unary, Service, nameof(Check),
        new ProtobufMarshaller<HealthCheckRequest>(HealthCheckRequest.Parser), new ProtobufMarshaller<HealthCheckResponse>(HealthCheckResponse.Parser));

    public static readonly Method<HealthCheckRequest, HealthCheckResponse> Watch = new(
        MethodKind.ServerStreaming, Service, nameof(Watch),
        new ProtobufMarshaller<HealthCheckRequest>(HealthCheckRequest.Parser), new ProtobufMarshaller<HealthCheckResponse>(HealthCheckResponse.Parser));
}
