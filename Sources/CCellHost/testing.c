#include "CCellHost.h"

// Swift Testing tells failures to the test run that is under way. Outside of one it asks this function, which
// the executable defines before the library does, for a handler that hears them instead.
// Source: https://github.com/swiftlang/swift-testing (Sources/_TestingInterop/FallbackEventHandler.swift)

static TestEventHandler eventHandler;

void testingOnEvent(TestEventHandler handler) { eventHandler = handler; }

TestEventHandler _swift_testing_getFallbackEventHandler(void) { return eventHandler; }
